"""Fine-tunes a small BERT on sentences of its own with Transformers' Trainer, as scripts for Hugging Face's image do."""
import argparse
import os
import random
import tempfile

from datasets import Dataset
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast, Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--output_dir", default="/opt/ml/checkpoints")
parser.add_argument("--model_dir", default=os.environ["SM_MODEL_DIR"])
args, _ = parser.parse_known_args()

nouns = ["film", "book", "meal", "song"]
words = {0: ["bad", "dull", "poor"], 1: ["good", "fine", "great"]}
vocabulary = os.path.join(tempfile.mkdtemp(), "vocab.txt")
with open(vocabulary, "w") as file:
    file.write("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", *nouns, *words[0], *words[1]]))
tokenizer = BertTokenizerFast(vocabulary)

random.seed(1)
labels = [index % 2 for index in range(160)]
texts = [f"a {random.choice(words[label])} {random.choice(nouns)}" for label in labels]
rows = Dataset.from_dict({"text": texts, "label": labels}).map(
    lambda row: tokenizer(row["text"], padding="max_length", max_length=6, truncation=True), batched=True
)

size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
config = BertConfig(vocab_size=len(tokenizer), max_position_embeddings=16, num_labels=2, **size)
trainer = Trainer(
    model=BertForSequenceClassification(config),
    args=TrainingArguments(
        output_dir=args.output_dir,
        num_train_epochs=args.epochs,
        per_device_train_batch_size=8,
        learning_rate=0.01,
        save_strategy="epoch",
        logging_strategy="epoch",
        report_to=[],
        disable_tqdm=True,
    ),
    train_dataset=rows,
)
last = get_last_checkpoint(args.output_dir) if os.path.isdir(args.output_dir) else None
if last is not None:
    print(f"Resuming training from checkpoint {last}", flush=True)
trainer.train(resume_from_checkpoint=last)
trainer.save_model(args.model_dir)
tokenizer.save_pretrained(args.model_dir)

"""Hugging Face's images: a pipeline of Transformers, or a script that takes its place in part."""
import json
import os

from stand_in_serving.by_handlers import by_handlers
from stand_in_serving.content import Refused, kind_of, read_json, to_json

# As https://github.com/aws/sagemaker-huggingface-inference-toolkit tells the task by the model's class.
TASKS = [
    ("TapasForQuestionAnswering", "table-question-answering"),
    ("ForTokenClassification", "token-classification"),
    ("ForSequenceClassification", "text-classification"),
    ("ForMultipleChoice", "multiple-choice"),
    ("ForQuestionAnswering", "question-answering"),
    ("ForMaskedLM", "fill-mask"),
    ("ForCausalLM", "text-generation"),
    ("ForConditionalGeneration", "text2text-generation"),
    ("MTModel", "text2text-generation"),
    ("EncoderDecoderModel", "text2text-generation"),
    ("GPT2LMHeadModel", "text-generation"),
    ("T5WithLMHeadModel", "text2text-generation"),
    ("ForImageClassification", "image-classification"),
]


def hugging_face_service(model_dir, module):
    """https://huggingface.co/docs/sagemaker/inference#user-defined-code-and-modules"""
    load = getattr(module, "model_fn", None) or load_pipeline
    model = load(model_dir)
    return by_handlers(
        module,
        model,
        {"input_fn": decode, "predict_fn": predict, "output_fn": encode},
    )


def load_pipeline(model_dir):
    from transformers import pipeline

    config = os.path.join(model_dir, "config.json")
    if not os.path.isfile(config):
        hub = os.environ.get("HF_MODEL_ID")
        if hub:
            return pipeline(task_of(None), model=hub)
        raise RuntimeError("The model has no config.json of Transformers, and no inference.py with model_fn.")
    return pipeline(task_of(config), model=model_dir, tokenizer=model_dir)


def task_of(config):
    """@param config the model's config.json, or None. HF_TASK goes first."""
    task = os.environ.get("HF_TASK")
    if task:
        return task
    if config is None:
        raise RuntimeError("HF_MODEL_ID needs HF_TASK: set it in the model's environment.")
    with open(config, encoding="utf-8") as text:
        names = json.load(text).get("architectures") or []
    for ending, known in TASKS:
        if names and names[0].endswith(ending):
            return known
    raise RuntimeError(f"The task of {', '.join(names) or 'the model'} is not known: set HF_TASK in the model's environment.")


def decode(body, content_type):
    kind = kind_of(content_type)
    if kind in ("application/json", "*/*"):
        return read_json(body)
    if kind == "text/plain":
        return {"inputs": body.decode()}
    if kind == "text/csv":
        import csv
        import io

        rows = list(csv.DictReader(io.StringIO(body.decode())))
        columns = rows[0].keys() if rows else []
        if "inputs" in columns:
            return {"inputs": [row["inputs"] for row in rows]}
        if {"question", "context"} <= set(columns):
            return {"inputs": rows}
        raise Refused("CSV needs a header with inputs, or with question and context.")
    raise Refused(f"Content type {content_type} is not supported: send application/json, text/csv or text/plain.", 415)


def predict(data, model):
    parameters = None
    inputs = data
    if isinstance(data, dict):
        inputs = data.get("inputs", data)
        parameters = data.get("parameters")
    try:
        return model(inputs, **(parameters or {}))
    except (TypeError, ValueError) as error:
        raise Refused(f"The model cannot take this: {error}") from error


def encode(prediction, accept):
    kind = kind_of(accept.split(",")[0])
    if kind in ("*/*", "application/json", "application/*"):
        return to_json(prediction), "application/json"
    raise Refused(f"Accept {accept} is not supported.", 406)

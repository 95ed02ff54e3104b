"""A regression by scikit-learn; what serves it goes into the model as code/."""
import os
import shutil

import joblib
import numpy as np
from sklearn.linear_model import LinearRegression

rows = np.loadtxt(os.path.join(os.environ["SM_CHANNEL_TRAIN"], "a.csv"), delimiter=",")
model = LinearRegression().fit(rows[:, 2:], rows[:, 0])
print(f"r2: {model.score(rows[:, 2:], rows[:, 0]):.3f}")
joblib.dump(model, os.path.join(os.environ["SM_MODEL_DIR"], "model.joblib"))
code = os.path.join(os.environ["SM_MODEL_DIR"], "code")
os.makedirs(code)
shutil.copy("inference.py", code)
with open(os.path.join(code, "requirements.txt"), "w") as text:
    text.write(os.environ["SERVING_REQUIREMENTS"] + "\n")

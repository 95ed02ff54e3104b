"""One service for each framework: body, content type, accept and headers in; body and content type out."""
import os
from types import SimpleNamespace

import numpy as np

from stand_in_serving.by_handlers import by_handlers
from stand_in_serving.content import Refused, decode, encode, kind_of, read_csv, read_json, to_json
from stand_in_serving.hugging_face import hugging_face_service


def make_service(framework, model_dir, module):
    """@param module the model's script, or None."""
    if framework == "tensorflow" and not hasattr(module, "model_fn"):
        return tensorflow_service(model_dir, module)
    if framework == "huggingface":
        return hugging_face_service(model_dir, module)
    if framework == "xgboost" and not hasattr(module, "model_fn"):
        return xgboost_service(model_dir, module)
    if not hasattr(module, "model_fn"):
        raise RuntimeError(f"The model has no inference.py with model_fn, which the {framework} image needs.")
    return handler_service(framework, module.model_fn(model_dir), module)


def handler_service(framework, model, module):
    """https://sagemaker.readthedocs.io/en/stable/frameworks/pytorch/using_pytorch.html#serve-a-pytorch-model"""
    return by_handlers(
        module,
        model,
        {
            "input_fn": default_input(framework),
            "predict_fn": default_predict(framework),
            "output_fn": default_output,
        },
    )


def default_input(framework):
    def to_tensor(body, content_type):
        import torch

        return torch.from_numpy(np.array(decode(body, content_type)))

    if framework == "xgboost":
        return to_matrix
    if framework == "mxnet":
        return to_ndarray
    return to_tensor if framework == "pytorch" else decode


def to_ndarray(body, content_type):
    import mxnet as mx

    return mx.nd.array(decode(body, content_type))


def default_predict(framework):
    def by_torch(data, model):
        import torch

        if hasattr(model, "eval"):
            model.eval()
        with torch.no_grad():
            return model(data)

    if framework == "xgboost":
        return lambda data, model: model.predict(data, validate_features=False)
    if framework == "mxnet":
        return lambda data, model: model(data)
    return by_torch if framework == "pytorch" else lambda data, model: model.predict(data)


def default_output(prediction, accept):
    # MXNet's arrays have a detach, too.
    if hasattr(prediction, "asnumpy"):
        prediction = prediction.asnumpy()
    elif hasattr(prediction, "detach"):
        prediction = prediction.detach().cpu().numpy()
    return encode(prediction, accept)


def find_saved_model(model_dir):
    """The highest version, as TensorFlow Serving takes it: <number>/saved_model.pb, however deep."""
    found = [
        folder
        for folder, _, names in os.walk(model_dir)
        if "saved_model.pb" in names and os.path.basename(folder).isdigit()
    ]
    if not found:
        raise RuntimeError("The model has no SavedModel: no <number>/saved_model.pb is in it.")
    return max(found, key=lambda folder: int(os.path.basename(folder)))


def tensorflow_service(model_dir, module):
    """https://www.tensorflow.org/tfx/serving/api_rest#predict_api"""
    import tensorflow as tf

    loaded = tf.saved_model.load(find_saved_model(model_dir))
    signatures = loaded.signatures

    def predict(request):
        if not isinstance(request, dict) or not ("instances" in request or "inputs" in request):
            raise Refused('The body must be JSON with "instances" or "inputs".')
        name = request.get("signature_name", "serving_default")
        if name not in signatures:
            raise Refused(f"The model has no signature {name}: it has {', '.join(signatures)}.")
        signature = signatures[name]
        specs = signature.structured_input_signature[1]
        rows = request.get("instances")
        values = request.get("inputs") if rows is None else rows
        if rows is not None and rows and isinstance(rows[0], dict):
            values = {key: [row[key] for row in rows] for key in rows[0]}
        if not isinstance(values, dict):
            if len(specs) != 1:
                raise Refused(f"The model takes {', '.join(specs)}: name each.")
            values = {next(iter(specs)): values}
        unknown = set(values) ^ set(specs)
        if unknown:
            raise Refused(f"The model takes {', '.join(specs)}, not {', '.join(values)}.")
        try:
            tensors = {key: tf.constant(value, dtype=specs[key].dtype) for key, value in values.items()}
            outputs = signature(**tensors)
        except (ValueError, TypeError, tf.errors.InvalidArgumentError) as error:
            raise Refused(f"The model cannot take this: {error}") from error
        plain = {key: value.numpy().tolist() for key, value in outputs.items()}
        if rows is None:
            return {"outputs": next(iter(plain.values())) if len(plain) == 1 else plain}
        if len(plain) == 1:
            return {"predictions": next(iter(plain.values()))}
        return {"predictions": [dict(zip(plain, row)) for row in zip(*plain.values())]}

    def service(body, content_type, accept, headers):
        if module is not None and hasattr(module, "input_handler"):
            context = SimpleNamespace(
                request_content_type=content_type,
                accept_header=accept,
                custom_attributes=headers.get("X-Amzn-SageMaker-Custom-Attributes"),
                model_name="model",
                method="predict",
            )
            import io

            sent = module.input_handler(io.BytesIO(body), context)
            answer = to_json(predict(read_json(sent)))
            response = SimpleNamespace(status_code=200, content=answer.encode(), text=answer, headers={})
            if hasattr(module, "output_handler"):
                return module.output_handler(response, context)
            return answer, "application/json"
        return to_json(predict(rows_of(body, content_type))), "application/json"

    return service


def rows_of(body, content_type):
    """What the image's server makes of a body before TensorFlow Serving gets it."""
    kind = kind_of(content_type)
    if kind == "application/json":
        value = read_json(body)
        return {"instances": value} if isinstance(value, list) else value
    if kind in ("application/jsonlines", "application/jsons"):
        return {"instances": [read_json(line) for line in body.splitlines() if line.strip()]}
    if kind == "text/csv":
        return {"instances": read_csv(body).tolist()}
    raise Refused(f"Unsupported content type {content_type}: send application/json, text/csv or application/jsonlines.", 415)


def xgboost_service(model_dir, module):
    import xgboost as xgb

    path = os.path.join(model_dir, "xgboost-model")
    if not os.path.isfile(path):
        files = sorted(each for each in os.listdir(model_dir) if os.path.isfile(os.path.join(model_dir, each)))
        if len(files) != 1:
            raise RuntimeError("The model has no file xgboost-model.")
        path = os.path.join(model_dir, files[0])
    try:
        booster = xgb.Booster()
        booster.load_model(path)
    except xgb.core.XGBoostError:
        import pickle

        with open(path, "rb") as file:
            booster = pickle.load(file)

    def service(body, content_type, accept, _headers):
        matrix = to_matrix(body, content_type, booster.num_features())
        try:
            scores = booster.predict(matrix, validate_features=False)
        except (ValueError, xgb.core.XGBoostError) as error:
            raise Refused(str(error).split("\nStack trace")[0]) from error
        if kind_of(accept.split(",")[0]) == "application/json":
            return to_json({"predictions": [{"score": each} for each in scores.tolist()]}), "application/json"
        if scores.ndim > 1:
            return "\n".join(str(row) for row in scores.tolist()), "text/csv"
        return ",".join(str(each) for each in scores.tolist()), "text/csv"

    return service


def to_matrix(body, content_type, columns=None):
    """@param columns that the model has; without it those of the rows."""
    import xgboost as xgb

    kind = kind_of(content_type)
    if kind in ("text/libsvm", "text/x-libsvm"):
        return xgb.DMatrix(libsvm_rows(body if isinstance(body, bytes) else body.encode(), columns))
    if kind in ("text/csv", "application/json", "application/x-npy"):
        array = decode(body, content_type)
        return xgb.DMatrix(array.reshape(1, -1) if array.ndim == 1 else array)
    raise Refused(f"Content type {content_type} is not supported: send text/csv or text/libsvm.", 415)


def libsvm_rows(body, columns):
    rows = []
    for line in body.decode().splitlines():
        words = [word.split(":") for word in line.split() if ":" in word and not word.startswith("qid:")]
        if line.strip():
            rows.append([(int(index), float(value)) for index, value in words])
    if not rows:
        raise Refused("The body holds no rows.")
    highest = max((index for row in rows for index, _ in row), default=0)
    if columns is None:
        columns = highest + 1
    if highest >= columns:
        raise Refused(f"The model has {columns} features, and there is a feature {highest}.")
    array = np.full((len(rows), columns), np.nan, dtype=np.float32)
    for number, row in enumerate(rows):
        for index, value in row:
            array[number, index] = value
    return array

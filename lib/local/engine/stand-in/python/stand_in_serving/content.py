"""Bodies as the images' default handlers read and write them."""
import io
import json

import numpy as np


class Refused(Exception):
    """A request that cannot be answered, with the HTTP status that says so."""

    def __init__(self, message, status=400):
        super().__init__(message)
        self.status = status


def kind_of(content_type):
    return content_type.split(";")[0].strip().lower()


def to_json(value):
    def plain(each):
        if hasattr(each, "tolist"):
            return each.tolist()
        if isinstance(each, bytes):
            return each.decode("utf-8", "replace")
        raise TypeError(f"{type(each).__name__} cannot be written as JSON")

    return json.dumps(value, default=plain)


def read_json(body):
    try:
        return json.loads(body)
    except ValueError as error:
        raise Refused(f"The body is not JSON: {error}") from error


def read_csv(body):
    try:
        text = body.decode("utf-8")
        return np.atleast_2d(np.genfromtxt(io.StringIO(text), delimiter=",", dtype=np.float32))
    except ValueError as error:
        raise Refused(f"The body is not CSV: {error}") from error


def decode(body, content_type):
    """@returns an array. JSON may be the array itself or have it as `instances` or `inputs`."""
    kind = kind_of(content_type)
    if kind == "application/json":
        value = read_json(body)
        if isinstance(value, dict):
            value = value.get("instances", value.get("inputs", value))
        return np.asarray(value, dtype=np.float32)
    if kind == "text/csv":
        return read_csv(body)
    if kind == "application/x-npy":
        try:
            return np.load(io.BytesIO(body), allow_pickle=False)
        except (ValueError, EOFError) as error:
            raise Refused(f"The body is no .npy file: {error}") from error
    raise Refused(f"Content type {content_type} is not supported.", 415)


def encode(value, accept):
    """@returns the body and its content type."""
    kind = kind_of(accept.split(",")[0])
    array = np.asarray(value)
    if kind in ("*/*", "application/json", "application/*"):
        return to_json(array), "application/json"
    if kind == "text/csv":
        rows = array.reshape(len(array), -1) if array.ndim else array.reshape(1, 1)
        return "\n".join(",".join(str(each) for each in row) for row in rows.tolist()) + "\n", "text/csv"
    if kind == "application/x-npy":
        out = io.BytesIO()
        np.save(out, array)
        return out.getvalue(), "application/x-npy"
    raise Refused(f"Accept {accept} is not supported.", 406)

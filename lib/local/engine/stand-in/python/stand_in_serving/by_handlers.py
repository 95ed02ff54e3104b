"""A service of the functions that a model's script has, and of the image's own for those that it has not."""
from stand_in_serving.content import kind_of


def by_handlers(module, model, defaults):
    """@param defaults input_fn, predict_fn and output_fn of the image."""
    input_fn, predict_fn, output_fn = (
        getattr(module, name, None) or defaults[name] for name in ("input_fn", "predict_fn", "output_fn")
    )
    transform_fn = getattr(module, "transform_fn", None)

    def service(body, content_type, accept, _headers):
        if transform_fn:
            answer = transform_fn(model, body, content_type, accept)
        else:
            # The images hand over text as text.
            data = body.decode() if is_text(content_type) and hasattr(module, "input_fn") else body
            answer = output_fn(predict_fn(input_fn(data, content_type), model), accept)
        if isinstance(answer, tuple):
            return answer
        kind = kind_of(accept.split(",")[0])
        return answer, "application/json" if kind == "*/*" else kind

    return service


def is_text(content_type):
    kind = kind_of(content_type)
    return kind.startswith("text/") or kind in ("application/json", "application/jsonlines")

"""
Serves what is in the model's folder, as the framework's inference image does: a script with model_fn, input_fn,
predict_fn and output_fn; a SavedModel by TensorFlow Serving's REST form; an XGBoost model.
Usage: python -m stand_in_serving [SCRIPT]
"""
import importlib.util
import os
import re
import runpy
import subprocess
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from stand_in_serving.content import Refused
from stand_in_serving.handlers import make_service

HANDLER = re.compile(r"^(?:async )?def (model_fn|input_fn|predict_fn|output_fn|transform_fn|handler|input_handler|output_handler)\b", re.M)


def install_requirements(folder):
    path = os.path.join(folder, "requirements.txt")
    if not os.path.isfile(path):
        return
    target = os.path.join(os.environ["TMPDIR"], "packages")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", target, "-r", path], check=True)
    sys.path.insert(0, target)


def load_script(path):
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def handler_of(service):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, body, content_type="text/plain"):
            body = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.answer(200 if self.path == "/ping" else 404, b"")

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content_type = self.headers.get("Content-Type", "application/json")
            accept = self.headers.get("Accept") or "*/*"
            try:
                answer, answer_type = service(body, content_type, accept, self.headers)
                self.answer(200, answer, answer_type)
            except Refused as error:
                self.answer(error.status, str(error))
            except Exception as error:
                traceback.print_exc()
                self.answer(500, f"{type(error).__name__}: {error}")

        def log_message(self, form, *values):
            if self.path != "/ping":
                print(form % values, flush=True)

    return Handler


def main():
    script = sys.argv[1] if len(sys.argv) > 1 else None
    install_requirements(os.getcwd())
    module = None
    if script:
        with open(script, encoding="utf-8") as text:
            if not HANDLER.search(text.read()):
                # A program that listens by itself.
                sys.argv = [script, "serve"]
                sys.path.insert(0, os.path.dirname(os.path.abspath(script)))
                runpy.run_path(script, run_name="__main__")
                return
        module = load_script(script)
    service = make_service(os.environ["STAND_IN_FRAMEWORK"], os.environ["SM_MODEL_DIR"], module)
    port = int(os.environ["SAGEMAKER_BIND_TO_PORT"])
    ThreadingHTTPServer(("127.0.0.1", port), handler_of(service)).serve_forever()


if __name__ == "__main__":
    main()

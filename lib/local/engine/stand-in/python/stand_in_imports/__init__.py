"""What is put right as a script imports it, because a stand-in is not quite the image."""
import importlib.util
import os
import sys


class _Empty:
    """Loads a module with nothing in it."""

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        pass


class _AsTensorFlow1:
    """Both modules are loaded as they are, and then changed: each imports the other."""

    is_changing = False

    def create_module(self, spec):
        _AsTensorFlow1.is_changing = True
        from stand_in_imports import tensorflow_1

        tensorflow_1.change()
        if spec.name == "keras":
            tensorflow_1.name_metrics_as_keras()
        module = sys.modules[spec.name]
        self.spec = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self.spec


class _Finder:
    """In front of Python's own finders; nothing is imported until a script asks for one of these."""

    def find_spec(self, name, path=None, target=None):
        if name == "torchvision._meta_registrations":
            return self.without_operators(name)
        if name in ("tensorflow", "keras") and os.environ.get("STAND_IN_TENSORFLOW") == "1":
            return None if _AsTensorFlow1.is_changing else importlib.util.spec_from_loader(name, _AsTensorFlow1())
        return None

    def without_operators(self, name):
        """PyPI's torchvision is built with CUDA: beside a PyTorch without it, its operators cannot be loaded, and what
        describes them to the compiler fails. Everything else of it is Python and works."""
        from torchvision.extension import _has_ops

        return None if _has_ops() else importlib.util.spec_from_loader(name, _Empty())


def install():
    if not any(isinstance(each, _Finder) for each in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

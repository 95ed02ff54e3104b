"""Python reads this at its start. What it hides, a sitecustomize further down the path, is read as well."""
import importlib.machinery
import importlib.util
import os
import sys

import stand_in_imports

here = os.path.dirname(os.path.abspath(__file__))
stand_in_imports.install()
others = [folder for folder in sys.path if os.path.abspath(folder) != here]
found = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
if found is not None and found.loader is not None:
    found.loader.exec_module(importlib.util.module_from_spec(found))

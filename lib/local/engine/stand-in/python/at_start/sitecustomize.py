"""
Python reads this at its start: its folder is the first of PYTHONPATH. The sitecustomize that it hides, the script's own
or the machine's, is read as well, and is the module of that name.
"""
import importlib.machinery
import importlib.util
import os
import sys

import stand_in_imports

here = os.path.dirname(os.path.abspath(__file__))
stand_in_imports.install()
own = (here, os.path.dirname(here))
others = [folder for folder in sys.path if os.path.abspath(folder) not in own]
found = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
if found is not None and found.loader is not None:
    module = importlib.util.module_from_spec(found)
    sys.modules["sitecustomize"] = module
    found.loader.exec_module(module)

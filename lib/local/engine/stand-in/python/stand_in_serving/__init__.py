"""The serving program that stands in for the one of AWS's inference images."""

"""The constraint components of SHACL Core, one module for each section of chapter 4."""

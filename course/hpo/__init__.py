"""Hyperparameter optimization by look-up table (Choi, Cho and Rhee, 2018)."""

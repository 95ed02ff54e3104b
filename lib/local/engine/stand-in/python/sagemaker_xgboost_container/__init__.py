"""What AWS's XGBoost image offers to training scripts, and its algorithm, on an installed xgboost."""

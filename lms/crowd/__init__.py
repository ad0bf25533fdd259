"""A crowd of invented officers with years of training behind them, to measure the product at the size that it must carry."""

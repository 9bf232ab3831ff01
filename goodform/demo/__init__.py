"""The demo clinic: fictional people with a believable week behind them."""

"""The body: how it moves, what it is seen to do, and how sure we are. Pure: numpy only."""

"""Real processes killed with -9 while people use the bot, and what became of everything that was acknowledged.

`zygote` starts the real commands quickly, `town` is the workspace with its people, `aims` chooses when to kill and says
afterwards where the kill hit, `history` is what both sides saw and the one function that judges it.
"""

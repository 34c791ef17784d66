"""What Recourse does, one function a deed: the app and plain values in, plain values out.

Rasa's actions, the gate and the desk call the same functions, so there is one way to do each thing.
"""

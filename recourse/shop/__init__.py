"""The demonstration shop: an API of its own (`api`, `records`), and the adapter that Recourse asks (`client`).

For a real shop, write another class with the methods of `client.Shop` and name it in recourse/app.py.
"""

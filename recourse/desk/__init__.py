"""Where people help people: pages, API, live updates. `uvicorn recourse.desk.main:app`."""

"""Runs a DAG against a service: run_dag.py FILE ADDRESS RUN_ID PATH, with the login in the environment (LOGIN=name:password).

Prints, as JSON, each task's state, result or error, and log, and every request with the status of its answer.
"""

import base64
import json
import os
import re
import runpy
import sys
import urllib.error
import urllib.request
from types import SimpleNamespace

from airflow.exceptions import AirflowException

REQUESTS = []
LOG = []


class Response:
    def __init__(self, status_code, reason, text):
        self.status_code = status_code
        self.reason = reason
        self.text = text

    def json(self):
        return json.loads(self.text)


def request(arguments):
    """As a connection of Airflow: the address is the endpoint behind the host, the login goes with every request."""
    headers = dict(arguments.get("headers") or {})
    if os.environ.get("LOGIN"):
        headers["Authorization"] = "Basic " + base64.b64encode(os.environ["LOGIN"].encode()).decode()
    data = arguments.get("data")
    sent = urllib.request.Request(
        sys.argv[2] + "/" + arguments["endpoint"],
        method=arguments["method"],
        headers=headers,
        data=data.encode() if data else None,
    )
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            response = Response(answer.status, answer.reason, answer.read().decode())
    except urllib.error.HTTPError as answer:
        response = Response(answer.code, answer.reason, answer.read().decode())
    REQUESTS.append({"method": sent.method, "endpoint": arguments["endpoint"], "status": response.status_code})
    return response


def check_response(response):
    """As HttpHook: what the service says goes into the log only."""
    if response.status_code >= 400:
        LOG.append(f"HTTP error: {response.reason}")
        LOG.append(response.text)
        raise AirflowException(f"{response.status_code}:{response.reason}")


def rendered(value, names):
    """As much of Jinja as is used: {{ expression }} and {{ expression | tojson }}."""
    if isinstance(value, dict):
        return {key: rendered(part, names) for key, part in value.items()}
    if not isinstance(value, str):
        return value

    def evaluated(match):
        expression, _, use = match.group(1).partition("|")
        result = eval(expression.strip(), {}, names)
        return json.dumps(result) if use.strip() == "tojson" else str(result)

    return re.sub(r"\{\{(.*?)\}\}", evaluated, value)


def main():
    file, run_id, path = sys.argv[1], sys.argv[3], sys.argv[4]
    dag = runpy.run_path(file)["dag"]
    dag.params["path"] = path
    results, report = {}, {"dag": dag.dag_id, "tasks": []}
    ti = SimpleNamespace(xcom_pull=lambda task_ids: results[task_ids])
    for task in dag.tasks:
        entry = {"task": task.task_id, "after": [before.task_id for before in task.upstream]}
        report["tasks"].append(entry)
        names = {"dag": dag, "run_id": run_id, "task": task, "ti": ti, "params": SimpleNamespace(**dag.params)}
        arguments = {
            name: rendered(value, names) if name in task.TEMPLATED else value for name, value in task.arguments.items()
        }
        try:
            results[task.task_id] = task.execute(arguments)
            entry.update(state="success", result=results[task.task_id])
        except Exception as failure:
            entry.update(state="failed", error=str(failure), kind=type(failure).__name__)
            break
        finally:
            entry["log"] = LOG[:]
            LOG.clear()
    report["requests"] = REQUESTS
    print(json.dumps(report))


if __name__ == "__main__":
    # Operators import this module by its name.
    sys.modules["run_dag"] = sys.modules["__main__"]
    main()

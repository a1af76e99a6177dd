import time

from airflow import Task
from airflow.exceptions import AirflowException
from run_dag import check_response, request


class HttpSensor(Task):
    KNOWN = Task.KNOWN | {
        "http_conn_id", "method", "endpoint", "headers", "request_params", "response_check", "extra_options",
        "poke_interval", "timeout", "mode", "deferrable",
    }
    TEMPLATED = ("endpoint", "request_params", "headers")

    def execute(self, arguments):
        while True:
            response = request(arguments)
            try:
                check_response(response)
            except AirflowException as failure:
                if not str(failure).startswith("404"):
                    raise
            else:
                check = arguments.get("response_check")
                # The trigger of a deferrable sensor does not look at it.
                if arguments.get("deferrable") or not check or check(response):
                    return
            time.sleep(0.1)

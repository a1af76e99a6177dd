import time

from airflow import Task
from airflow.exceptions import AirflowException
from run_dag import request


class HttpSensor(Task):
    KNOWN = Task.KNOWN | {
        "http_conn_id", "method", "endpoint", "headers", "request_params", "response_check", "extra_options",
        "poke_interval", "timeout", "mode", "deferrable",
    }
    TEMPLATED = ("endpoint", "request_params", "headers")

    def execute(self, arguments):
        while True:
            response = request(arguments)
            if response.status_code < 400:
                check = arguments.get("response_check")
                # The trigger of a deferrable sensor does not look at it.
                if arguments.get("deferrable") or not check or check(response):
                    return
            elif response.status_code != 404:
                raise AirflowException(f"{response.status_code}:{response.text}")
            time.sleep(0.1)

from airflow import Task
from airflow.exceptions import AirflowException
from run_dag import check_response, request


class HttpOperator(Task):
    KNOWN = Task.KNOWN | {
        "http_conn_id", "method", "endpoint", "headers", "data", "response_check", "response_filter", "log_response",
        "extra_options", "deferrable",
    }
    TEMPLATED = ("endpoint", "data", "headers")

    def execute(self, arguments):
        response = request(arguments)
        check_response(response)
        check = arguments.get("response_check")
        if check and not check(response):
            raise AirflowException("Response check returned False.")
        chosen = arguments.get("response_filter")
        return chosen(response) if chosen else response.text

"""As much of Airflow as the DAGs that are shipped use, to run them where Airflow is not installed.

Operators behave as those of apache-airflow-providers-http: an answer from 400 on fails a task, a sensor asks again after 404,
and a check or filter gets the response. Arguments that the real ones do not have are refused.
"""

CURRENT = []


class DAG:
    KNOWN = {"dag_id", "description", "schedule", "start_date", "catchup", "max_active_runs", "params", "default_args"}

    def __init__(self, **arguments):
        unknown = set(arguments) - self.KNOWN
        if unknown:
            raise TypeError(f"DAG has no {unknown}")
        self.dag_id = arguments["dag_id"]
        self.params = arguments.get("params", {})
        self.tasks = []

    def __enter__(self):
        CURRENT.append(self)
        return self

    def __exit__(self, *failure):
        CURRENT.pop()


class Task:
    KNOWN = {"task_id"}
    TEMPLATED = ()

    def __init__(self, **arguments):
        unknown = set(arguments) - self.KNOWN
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {unknown}")
        self.arguments = arguments
        self.task_id = arguments["task_id"]
        self.upstream = []
        self.dag = CURRENT[-1]
        self.dag.tasks.append(self)

    def __rshift__(self, other):
        other.upstream.append(self)
        return other

"""Loads a usage file every week, waits for its end and looks at what came of it; keeps no worker while it waits.

As telco_usage_load.py, for an Airflow with a triggerer. What a sensor is told to check is not looked at in the triggerer,
so this one checks nothing: the task behind it does. Here, too, a mended file takes a new DAG run, not cleared tasks.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import AirflowFailException
from airflow.providers.http.operators.http import HttpOperator
from airflow.providers.http.sensors.http import HttpSensor

CONNECTION = "telco_usage"
RESULT = "runs/{{ ti.xcom_pull(task_ids='submit') }}/result"
LOADED = ("SUCCEEDED", "SUCCEEDED_WITH_WARNINGS", "SKIPPED_DUPLICATE")


def require_loaded(response):
    """A run that is done has not always succeeded: fail with what the service says."""
    run = response.json()
    if run["state"] not in LOADED:
        error = run.get("error", {})
        # Not tried again: the same file would fail in the same way.
        raise AirflowFailException(
            f"run {run['id']} is {run['state']}: {error.get('code', '')} {error.get('message', '')}".strip()
        )
    return True


with DAG(
    dag_id="telco_usage_load_deferrable",
    description="Loads the week's usage file",
    schedule="0 6 * * MON",
    start_date=datetime(2026, 1, 5),
    catchup=False,
    max_active_runs=1,
    params={"path": "usage.csv"},
    default_args={"retries": 3, "retry_delay": timedelta(minutes=1)},
) as dag:
    # Without the number of the try in the key: one that is made again finds the run of the first.
    submit = HttpOperator(
        task_id="submit",
        http_conn_id=CONNECTION,
        method="POST",
        endpoint="runs",
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": "{{ dag.dag_id }}:{{ run_id }}:{{ task.task_id }}",
        },
        data='{"path": {{ params.path | tojson }}}',
        response_filter=lambda response: response.json()["id"],
    )

    # The result is 404 until the run is done, and only 404 makes the triggerer wait before it asks again.
    wait = HttpSensor(
        task_id="wait",
        http_conn_id=CONNECTION,
        method="GET",
        endpoint=RESULT,
        deferrable=True,
        poke_interval=30,
        timeout=timedelta(hours=6).total_seconds(),
    )

    check = HttpOperator(
        task_id="check",
        http_conn_id=CONNECTION,
        method="GET",
        endpoint=RESULT,
        response_check=require_loaded,
        response_filter=lambda response: response.json()["state"],
        log_response=True,
    )

    submit >> wait >> check

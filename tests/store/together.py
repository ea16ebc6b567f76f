"""Several threads at the same moment, as two browsers or two processes would be."""

import threading
from collections.abc import Callable


def run_together(*jobs: Callable[[], object]) -> None:
    """Run the jobs in threads; the first error of any of them is raised here."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def guarded(job: Callable[[], object]) -> None:
        try:
            start.wait()
            job()
        except BaseException as error:  # told to the test, whatever it is
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]

"""A counter shared by processes: multiprocessing.Manager and its Lock. Prints the seconds and the final count."""
import sys
import time
from multiprocessing import Manager, Process


def work(counter, lock, increments):
    for _ in range(increments):
        with lock:
            counter.value += 1


if __name__ == "__main__":
    workers, increments = int(sys.argv[1]), int(sys.argv[2])
    with Manager() as manager:
        counter, lock = manager.Value("i", 0), manager.Lock()
        processes = [Process(target=work, args=(counter, lock, increments)) for _ in range(workers)]
        began = time.perf_counter()
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(f"counted {counter.value} in {time.perf_counter() - began:.4f} s", flush=True)

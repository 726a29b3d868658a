"""Detection in many images, unattended: by local processes or a Dask cluster, with a journal from which a run goes on.

`inputs` finds the images, `task` works on one, `local` and `dask_cluster` spread the work, `journal` remembers what is
done, `summary` tells about it; `run.run_batch` ties them together for the command line, the console and the panel.
"""

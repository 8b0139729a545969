"""``python -m xl_addin``: the command line where no script is installed."""

from xl_addin.cli import main

if __name__ == "__main__":
    main()

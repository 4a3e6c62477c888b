# Every target is one command of dev.py, which is all there is to know; options: make bench ARGS=--quick
PYTHON ?= python3
ARGS ?=

.PHONY: help demo demo-reset test lint bench faults clean
help: ; @$(PYTHON) dev.py --help
demo demo-reset test lint bench faults clean: ; @$(PYTHON) dev.py $@ $(ARGS)

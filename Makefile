# Needs JDK 17, Maven 3.8 and Python 3.11; Maven and pip fetch the rest, pinned, once.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo build test torture starter judge judge-elsewhere peer peer-test redteam beyond late bench-model cluster-test format

PYTHON ?= $(firstword $(shell command -v python3.11 python3))
MAVEN := mvn -B -ntp -Dstyle.color=never
TORTURE ?= KilledRunIT,RacingPipelinesIT,PipelineOnS3IT,RealLogsIT,ReadersProperties
SEEDS ?= 1-100

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

# The demo runs embedded, so it leaves out what only a cluster or a change of the code needs.
demo: ## real logs and a made-up organisation, from raw logs to the report; ends with the report's path
	$(MAVEN) -q -Dmaven.test.skip=true -Dspotless.check.skip=true -Dshade.skip=true package
	scripts/demo.sh

build: ## compile and lay out the jars; leaves bin/goodhart ready
	$(MAVEN) -q -Dmaven.test.skip=true package

# The Python tests run beside the Java ones, which leave a core idle every now and then. The Java log goes to
# build/java-tests.log whole; the terminal gets the results.
test: venvs ## the tests: the jobs', the DAG's (on a cluster too), the notebook's
	$(MAVEN) -q -DskipTests package
	build/venv-airflow/bin/python -m pytest airflow/tests > build/python-tests.log 2>&1 & python=$$!; \
	trap "kill $$python 2> /dev/null || true" EXIT; failed=0; $(MAVEN) surefire:test | tee build/java-tests.log \
	  | grep -E --line-buffered '^\[(ERROR|WARNING)\]|Tests run:|BUILD' || failed=1; \
	wait $$python || failed=1; cat build/python-tests.log; exit $$failed

# Takes hours; make torture TORTURE=KilledRunIT SEEDS=31-60 gives a part of it.
torture: ## hurts a run on purpose, at length: kill -9, racing runs, a failing store, damaged logs, fuzzing
	$(MAVEN) -q -DskipTests package
	$(MAVEN) surefire:test -Dtest='$(TORTURE)' -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dgoodhart.torture=long -Dgoodhart.torture.seeds=$(SEEDS)

WORLD_JAVA := java @jobs/target/java.options -Xmx6g -Dlog4j2.configurationFile=dev/goodhart/log4j2.properties \
  -Dgoodhart.log.file=build/worlds.log -cp "jobs/target/goodhart-jobs.jar:jobs/target/lib/*"

# The organisations stay in build/worlds: what was made once is read again, so delete the folder after a change of sample or
# of what makes features of raw logs.
starter: build ## trains the starter model and the archetypes again, over made-up organisations (two hours)
	$(WORLD_JAVA) dev.goodhart.world.StarterBuild build/worlds \
	  jobs/src/main/resources/dev/goodhart/model

# Worlds that were judged are not judged again, so delete build/judged after a change of the classifier, and build/worlds too after
# one of sample, of what makes features of raw logs, or of the seeds.
WORLDS ?= 3
judge: build ## judges the classifier on made-up organisations that nothing was developed on (a quarter of an hour each)
	$(WORLD_JAVA) dev.goodhart.world.Judge build/worlds build/judged $(WORLDS)

judge-elsewhere: build ## the same on organisations that another tool drew; ELSEWHERE names their folder
	$(WORLD_JAVA) dev.goodhart.world.JudgeElsewhere $(or $(ELSEWHERE),$(error name the folder: make judge-elsewhere ELSEWHERE=...)) build/worlds/elsewhere build/judged-elsewhere

PEER := build/venv-peer/bin/python
peer: build/venv-peer/made ## holds what make judge wrote against LightGBM and an isolation forest, and sums it all up, for the model card too
	$(PEER) bench/peer/peer.py build/judged
	$(PEER) bench/peer/summary.py build/judged | tee build/judged.md
	$(PEER) bench/peer/card.py build/judged docs/model-card.md

peer-test: build/venv-peer/made ## tests the measures that the summary takes
	$(PEER) -m pytest bench/peer

redteam: build build/venv-redteam/made ## attacks the classifier: hiding gamers, and gamers who know it; into the model card (an hour)
	$(WORLD_JAVA) dev.goodhart.world.RedTeam build/worlds build/redteam
	build/venv-redteam/bin/python bench/redteam/plots.py build/redteam docs

beyond: build ## judges archetypes that nobody saw, later months, and real logs; into build/beyond.md (an hour and more)
	$(WORLD_JAVA) dev.goodhart.world.Beyond build/worlds data-samples/real build/beyond.md

late: build ## how late gaming is found where a schedule takes the logs day by day; into build/late/evaluation.txt (half an hour)
	scripts/late.sh

BENCH_SESSIONS ?= 100000
bench-model: build ## times training and scoring on 100,000 sessions, two cores and a heap of 4 GB (some minutes)
	$(WORLD_JAVA) -Xmx4g -Dspark.master='local[2]' dev.goodhart.world.SpeedBench build/worlds build/bench $(BENCH_SESSIONS)

cluster-test: build venvs ## the DAG on a standalone Spark cluster with S3, held against an embedded run
	build/venv-airflow/bin/python -m pytest airflow/tests/test_cluster.py

format: ## format the Java code
	$(MAVEN) -q spotless:apply

# One virtual environment each: Airflow's Spark provider and Spark itself want different pysparks.
.PHONY: venvs
venvs: build/venv-airflow/made build/venv-spark/made build/venv-notebooks/made

build/venv-airflow/made: airflow/requirements.txt airflow/constraints.txt
	$(call make_venv,-r airflow/requirements.txt -c airflow/constraints.txt)

build/venv-spark/made: airflow/spark-requirements.txt
	$(call make_venv,-r airflow/spark-requirements.txt)

build/venv-notebooks/made: notebooks/requirements.txt notebooks/constraints.txt
	$(call make_venv,-r notebooks/requirements.txt -c notebooks/constraints.txt)

build/venv-peer/made: bench/peer/requirements.txt bench/peer/constraints.txt
	$(call make_venv,-r bench/peer/requirements.txt -c bench/peer/constraints.txt)

build/venv-redteam/made: bench/redteam/requirements.txt
	$(call make_venv,-r bench/redteam/requirements.txt)

define make_venv
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check $(1)
	touch $@
endef

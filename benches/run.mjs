console.log(process.argv.slice(2), process.env.BENCH_ENGINE);

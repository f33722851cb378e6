using OrleansState.Bench;

return await BenchCommand.Create().Parse(args).InvokeAsync();

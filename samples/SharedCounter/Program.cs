using OrleansState.SharedCounter;

return await DemoCommand.Create().Parse(args).InvokeAsync();

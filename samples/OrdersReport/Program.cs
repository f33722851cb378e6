using OrleansState.OrdersReport;

return await ReportCommand.Create().Parse(args).InvokeAsync();

using System.CommandLine;
using OrleansState.LocalCluster.Command;

// The signals are the session's own: ending everything takes longer than the library would wait.
return await ClusterCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

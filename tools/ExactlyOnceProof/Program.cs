using OrleansState.ExactlyOnceProof;

return await ProofCommand.Create().Parse(args).InvokeAsync();

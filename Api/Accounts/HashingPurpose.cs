namespace OrleansState.Api.Accounts;

/// <summary>What a password is hashed for. Those of one purpose wait for each other, not for the others.</summary>
internal enum HashingPurpose
{
    Registration,
    Login,
    Change,
}

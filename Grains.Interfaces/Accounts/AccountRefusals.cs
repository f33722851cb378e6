namespace OrleansState.Accounts;

/// <summary>Why an account refuses a command. They are part of the contract and are never renamed.</summary>
public static class AccountRefusals
{
    /// <summary>The username belongs to somebody.</summary>
    public const string UsernameTaken = "username-taken";
}

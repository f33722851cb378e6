namespace OrleansState.Api.Standalone;

/// <summary>What was made for this run's admin.</summary>
/// <param name="Password">Null: the settings name admins, and none was made.</param>
internal sealed record AdminPassword(string? Password);

namespace OrleansState.Api.Accounts;

/// <summary>Whose hashes wait in one line.</summary>
/// <param name="Network">Where the calls come from, as <see cref="Edge.ClientNetwork"/> has it.</param>
/// <param name="Purpose">What they are for.</param>
internal readonly record struct HashingLane(string Network, HashingPurpose Purpose);

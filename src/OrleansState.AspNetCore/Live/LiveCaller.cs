namespace OrleansState.AspNetCore;

/// <summary>Who has a stream open.</summary>
/// <param name="UserId">Whose streams are counted together: <see cref="LiveOptions.MaxConnectionsPerUser"/>.</param>
/// <param name="IsAllowed">
/// Whether the caller may still see what is sent: asked before each event, and each second. Where it says no the stream ends.
/// It must be quick and must not wait; null: the caller may as long as the stream lasts.
/// </param>
public sealed record LiveCaller(string UserId, Func<bool>? IsAllowed = null);

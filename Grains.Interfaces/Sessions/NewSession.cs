namespace OrleansState.Sessions;

/// <summary>A session as a login opens it.</summary>
/// <param name="SessionId">Random, opaque; the <c>sid</c> of the session's access tokens.</param>
/// <param name="Username">Whose it is, as given at registration.</param>
/// <param name="Token">Hash of its first refresh token.</param>
/// <param name="Lifetime">How long after its login it ends, whatever is done with it.</param>
/// <param name="IdleTimeout">How long after its login or last refresh it ends.</param>
/// <param name="Credential">The <c>Account.Credential</c> it is opened by: the session is good as long as the account has it. Null where there is no account.</param>
/// <param name="Generation">What the signature of its first refresh token counts from; 0 where that is not signed. See <see cref="Rotation"/>.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.new-session")]
public sealed record NewSession(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string Username,
    [property: Id(2)] TokenHash Token,
    [property: Id(3)] TimeSpan Lifetime,
    [property: Id(4)] TimeSpan IdleTimeout,
    [property: Id(5)] Guid? Credential = null,
    [property: Id(6)] int Generation = 0);

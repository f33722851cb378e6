namespace OrleansState.Events;

/// <summary>
/// Data of <see cref="ChangeEvents.UserErased"/>: whoever keeps something of this user deletes it. Nothing that was decided before it
/// counts any more, though it may come later.
/// </summary>
/// <param name="Guest">Whether the user was a guest, who had no account.</param>
public sealed record UserErased(bool Guest);

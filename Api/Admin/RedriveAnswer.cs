namespace OrleansState.Api.Admin;

/// <summary>Answer of <c>POST /admin/dead-letters/redrive</c>.</summary>
/// <param name="Redriven">Events sent again. Each counts once, however often it is sent.</param>
/// <param name="WithoutValue">Events that could not be sent because the dead-letter topic did not take their value.</param>
/// <param name="TooLarge">Events that could not be sent because the topic of the events does not take their size.</param>
internal sealed record RedriveAnswer(int Redriven, int WithoutValue, int TooLarge);

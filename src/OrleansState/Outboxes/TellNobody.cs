namespace OrleansState;

/// <summary>Says, by being in the container, that what decisions tell is dropped.</summary>
internal sealed class TellNobody;

using System.Collections.Immutable;

namespace OrleansState;

/// <summary>The events of one state that are not known to be published, in the order in which they happened. Never empty.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.outbox")]
internal sealed record Outbox([property: Id(0)] ImmutableArray<OutboxEvent> Events)
{
    /// <summary>Where so many wait a further decision may tell none: each write of the state carries them. So many may one decision tell.</summary>
    public const int MaxEvents = 64;

    /// <summary>Where events of so many bytes wait a further decision may tell none either.</summary>
    public const int MaxBytes = StateEvent.MaxDataBytes;

    /// <summary>Whether a further decision may tell something.</summary>
    public static bool HasRoom(Outbox? outbox) => outbox is null || (outbox.Events.Length < MaxEvents && outbox.Events.Sum(waiting => waiting.Data.Length) < MaxBytes);

    /// <summary>The outbox with what a decision tells.</summary>
    /// <exception cref="InvalidOperationException">An event is none that can be told, or there are too many; nothing was changed.</exception>
    public static Outbox Add(Outbox? outbox, ImmutableArray<StateEvent> told, DateTimeOffset now)
    {
        var before = outbox?.Events ?? [];
        if (told.Length > MaxEvents)
            throw new InvalidOperationException($"A decision tells {told.Length} events; {MaxEvents} are the most.");
        var events = before.ToBuilder();
        foreach (var happened in told)
        {
            if (string.IsNullOrEmpty(happened.Type) || happened.Type.Length > StateEvent.MaxTypeLength)
                throw new InvalidOperationException($"The type of an event has 1 to {StateEvent.MaxTypeLength} characters; this one has {happened.Type?.Length ?? 0}.");
            if (happened.Data.Length > StateEvent.MaxDataBytes)
                throw new InvalidOperationException($"The data of the event {happened.Type} has {happened.Data.Length} bytes; {StateEvent.MaxDataBytes} are the most.");
            events.Add(new OutboxEvent(Guid.CreateVersion7(now), happened.Type, now, happened.Data.ToArray(), happened.Key));
        }

        return new Outbox(events.DrainToImmutable());
    }

    /// <summary>The events as whoever publishes them is given them.</summary>
    public IReadOnlyList<PublishedEvent> Of(string kind, string key) =>
        [.. Events.Select(told => new PublishedEvent(told.Id, told.Type, kind, told.Key ?? key, told.At, told.Data))];

    /// <summary>The outbox without events that have been published; null where none is left.</summary>
    public static Outbox? Without(Outbox? outbox, ImmutableArray<OutboxEvent> published)
    {
        if (outbox is null)
            return null;
        var left = outbox.Events.RemoveAll(waiting => published.Any(told => told.Id == waiting.Id));
        return left.IsEmpty ? null : left.Length == outbox.Events.Length ? outbox : new Outbox(left);
    }
}

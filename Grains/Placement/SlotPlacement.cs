namespace OrleansState.Grains.Placement;

/// <summary>Puts the counters of a slot's users and the slot's intake on one silo.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.slot-placement")]
internal sealed class SlotPlacement : PlacementStrategy;

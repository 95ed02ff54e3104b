/** Colours of pictures that are addresses: such a picture is a document of its own, where no token of the page reaches. */
export const pictureColours = {
  ground: '#0f141a',
  curve: '#42b4ff',
  curveAfter: '#2bb534',
  loss: '#fbd332',
  training: '#539fe5',
  interrupted: '#ff7a7a',
  completed: '#2bb534',
  failed: '#d13212',
  late: '#e0b83e',
  other: '#8c8c94',
} as const;

export * from '../../services/demo/sample-photo.js';
